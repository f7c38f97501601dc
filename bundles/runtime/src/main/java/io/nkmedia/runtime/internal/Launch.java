package io.nkmedia.runtime.internal;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts processes that have nothing of the JVM: no open file, no variable that isn't needed, no terminal, no pipe. */
final class Launch {
    private static final File NOTHING = new File("/dev/null");
    private static final List<String> VARIABLES = List.of("PATH", "HOME", "LANG");

    private Launch() {}

    /**
     * Starts a process that leads its own process session; its pid is that of the program itself.
     *
     * @param output appended to
     */
    static Process start(List<String> command, Path folder, File output) throws IOException {
        var all = new ArrayList<>(List.of("setsid"));
        all.addAll(command);
        var builder = new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectInput(NOTHING)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output));
        builder.environment().keySet().retainAll(VARIABLES);
        return builder.start();
    }

    static Process startSilent(List<String> command) throws IOException {
        return start(command, Path.of("/"), NOTHING);
    }
}
