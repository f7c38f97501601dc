package io.nkmedia.runtime.internal.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Volume;
import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.runtime.internal.Kit;
import io.nkmedia.runtime.internal.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container may, as the entry of {@code backends} says: an image, and limits.
 *
 * @param program what the image is to run, whatever it runs by itself
 * @param nanoCpus processors, in 10⁻⁹; 0: no limit
 */
record Box(String image, String program, long nanoCpus, long memoryBytes) {
    static final String OWNER = "nkmedia.owner";

    private static final long MEMORY_MIB = 1024;
    private static final long MIB = 1L << 20;
    private static final double NANO = 1e9;
    /** An engine such as Janus has a thread or two for each connection of a client. */
    private static final long PROCESSES = 4096;

    private static final Map<String, String> LOG = Map.of("max-size", "8m", "max-file", "2");
    private static final Map<String, String> TEMPORARY = Map.of("/tmp", "rw,nosuid,nodev,noexec,size=64m");

    /** @throws RuntimeUnavailable if the entry has no image, or limits that are none */
    static Box of(InstanceSpec spec) {
        var settings = spec.config().settings();
        if (!(settings.get("image") instanceof String image) || image.isBlank()) {
            throw new RuntimeUnavailable(
                    "runtime docker needs the image of " + spec.config().name());
        }
        var program = settings.get("binary");
        var programs = spec.engine().programs();
        return new Box(
                image,
                program == null && !programs.isEmpty() ? programs.get(0) : String.valueOf(program),
                (long) (number(spec, "cpu", settings.get("cpu"), 0) * NANO),
                (long) (number(spec, "memory", settings.get("memory"), MEMORY_MIB) * MIB));
    }

    private static double number(InstanceSpec spec, String key, @Nullable Object value, double usual) {
        if (value == null) {
            return usual;
        }
        if (value instanceof Number number && number.doubleValue() > 0) {
            return number.doubleValue();
        }
        throw new RuntimeUnavailable(key + " of " + spec.config().name() + " must be a number above 0");
    }

    /** Describes the container. Paths are the same inside and outside, so that the engine's files fit both. */
    void describe(CreateContainerCmd command, Plan plan, Kit kit, String owner, int user) {
        var files = plan.folder().engine();
        command.withImage(image)
                .withEntrypoint(program)
                .withCmd(kit.arguments())
                .withUser(user + ":" + user)
                .withWorkingDir(files.toString())
                .withLabels(labels(plan.spec().key(), owner, kit.id()))
                .withHostConfig(HostConfig.newHostConfig()
                        .withNetworkMode("host")
                        .withBinds(bind(files, AccessMode.ro), bind(plan.recordings(), AccessMode.rw))
                        .withReadonlyRootfs(true)
                        .withTmpFs(TEMPORARY)
                        .withCapDrop(Capability.ALL)
                        .withSecurityOpts(List.of("no-new-privileges"))
                        .withMemory(memoryBytes)
                        .withMemorySwap(memoryBytes)
                        .withNanoCPUs(nanoCpus)
                        .withPidsLimit(PROCESSES)
                        .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG)));
    }

    private static Bind bind(Path folder, AccessMode mode) {
        return new Bind(folder.toString(), new Volume(folder.toString()), mode);
    }

    private static Map<String, String> labels(String key, String owner, String id) {
        var parts = key.split("/", 3);
        return Map.of(
                OWNER,
                owner,
                "nkmedia.service",
                parts[0],
                "nkmedia.backend",
                parts.length > 1 ? parts[1] : "",
                "nkmedia.number",
                parts.length > 2 ? parts[2] : "",
                "nkmedia.instance",
                id);
    }
}
