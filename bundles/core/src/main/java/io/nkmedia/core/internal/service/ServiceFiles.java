package io.nkmedia.core.internal.service;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Brings {@code etc/io.nkmedia.service-<name>.json} to Config Admin, as it stands: Karaf's own reader of JSON would
 * rewrite nested objects. FileInstall watches the folder and calls this.
 */
@Component(service = ArtifactInstaller.class)
public final class ServiceFiles implements ArtifactInstaller {
    private static final Pattern NAME = Pattern.compile("io\\.nkmedia\\.service-([a-z][a-z0-9_-]{0,31})\\.json");

    private final ConfigurationAdmin configurations;

    @Activate
    public ServiceFiles(@Reference ConfigurationAdmin configurations, BundleContext bundles)
            throws IOException, InvalidSyntaxException {
        this.configurations = configurations;
        forgetDeleted(Path.of(bundles.getProperty("karaf.etc")));
    }

    /** FileInstall never tells of a file that was deleted while nobody handled it. */
    private void forgetDeleted(Path etc) throws IOException, InvalidSyntaxException {
        var known = configurations.listConfigurations("(service.factoryPid=" + Services.PID + ")");
        for (var configuration : known == null ? new Configuration[0] : known) {
            var name = configuration.getProperties().get("name");
            if (name != null && !Files.exists(etc.resolve("io.nkmedia.service-" + name + ".json"))) {
                configuration.delete();
            }
        }
    }

    @Override
    public boolean canHandle(File artifact) {
        return NAME.matcher(artifact.getName()).matches();
    }

    @Override
    public void install(File artifact) throws IOException {
        ServiceConfiguration.write(configurations, name(artifact), Files.readString(artifact.toPath()));
    }

    @Override
    public void update(File artifact) throws IOException {
        install(artifact);
    }

    @Override
    public void uninstall(File artifact) throws IOException {
        ServiceConfiguration.delete(configurations, name(artifact));
    }

    private static String name(File artifact) {
        var matcher = NAME.matcher(artifact.getName());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a service's document: " + artifact.getName());
        }
        return matcher.group(1);
    }
}
