package io.nkmedia.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One of core's golden transcripts, and whether a real server can play it. */
record Script(String name, List<String> lines) {
    private static final String CONFIG = "! config ";

    /** What only the model backend and plugin of core's own tests have. */
    private static final Pattern MODEL =
            Pattern.compile("\"type\":\"(echo|park)\"|\"class\":\"test\"|\"name\":\"fake\\d\"");

    static List<Script> all() {
        try (var files = Files.list(Path.of(Unpacked.property("nkmedia.transcripts")))) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(Script::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Script read(Path file) {
        try {
            return new Script(file.getFileName().toString().replace(".txt", ""), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keys of the service's document that differ from the usual ones. */
    String config() {
        return lines.stream()
                .filter(line -> line.startsWith(CONFIG))
                .findFirst()
                .map(line -> line.substring(CONFIG.length()))
                .orElse("{}");
    }

    /** Why it is played by core's own tests only; empty if a real server can play it. */
    Optional<String> reason() {
        if (does("advance")) {
            return Optional.of("it lets time pass by hand");
        } else if (does("flood")) {
            return Optional.of("it counts what comes within one moment");
        } else if (does("backend") || does("leg") || needsModel()) {
            return Optional.of("it needs the model backend or plugin");
        } else if (lines.stream().anyMatch(line -> line.startsWith(">plain "))) {
            return Optional.of("it needs a client of another machine");
        } else if (does("break")) {
            return Optional.of("it matters what comes in the moment of a break");
        } else if (does("other") || manages()) {
            return Optional.of("it is about several services: ServiceAdminTest is, too");
        } else if (config().contains("\"enabled\":false")) {
            return Optional.of("a disabled service has no way in");
        }
        return Optional.empty();
    }

    /** Connections of this name go to the service {@code core}, or their service is changed from outside. */
    private boolean manages() {
        return does("edit")
                || does("taken")
                || does("plugin")
                || does("at")
                || lines.stream()
                        .anyMatch(line -> line.startsWith("! login core") || line.startsWith("! connect core"));
    }

    /** Whether a client goes, and that is the end of its session. */
    boolean drops() {
        return does("drop");
    }

    private boolean does(String action) {
        return lines.stream().anyMatch(line -> line.startsWith("! " + action + " "));
    }

    /** What is refused before the log-in needs nothing. */
    private boolean needsModel() {
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (!line.startsWith("#") && MODEL.matcher(line).find()) {
                var next = i + 1 < lines.size() ? lines.get(i + 1) : "";
                if (!next.contains("not_authenticated")) {
                    return true;
                }
            }
        }
        return false;
    }
}
