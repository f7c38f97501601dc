package io.nkmedia.itests.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The files that people write: what builds, servers and tools leave behind isn't seen. */
final class Repository {
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", ".idea", ".vscode");
    private static final Set<String> BINARY = Set.of("png", "ico", "jar", "gz", "zip", "wav", "ogg", "webm", "mp4");

    private Repository() {}

    static Path root() {
        return Path.of(System.getProperty("nkmedia.root")).normalize();
    }

    /** A text file, with its path below the root. */
    record Text(String path, String content) {
        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        boolean is(String extension) {
            return path.endsWith("." + extension);
        }

        long lines() {
            return content.lines().count();
        }
    }

    static List<Text> texts(Predicate<Text> wanted) {
        var found = new ArrayList<Text>();
        try {
            Files.walkFileTree(root(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return isOurs(directory) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (isText(file)) {
                        found.add(new Text(path(file), Files.readString(file, StandardCharsets.UTF_8)));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream().filter(wanted).toList();
    }

    static List<Text> java(String folder) {
        return texts(text -> text.is("java") && text.path().contains(folder));
    }

    private static String path(Path file) {
        return root().relativize(file).toString().replace('\\', '/');
    }

    private static boolean isOurs(Path directory) {
        return !NOT_OURS.contains(directory.getFileName().toString())
                && !path(directory).equals("run");
    }

    private static boolean isText(Path file) {
        var name = file.getFileName().toString();
        return !name.equals(".git") && !BINARY.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
