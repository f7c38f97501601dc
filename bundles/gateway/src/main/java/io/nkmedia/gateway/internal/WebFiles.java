package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.WebSpec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/**
 * Files of a directory for browsers. A path from outside may only name what is below the directory, whatever its spelling
 * and wherever symbolic links lead. All of it reads the disk: not for threads that must not wait.
 */
public final class WebFiles {
    private static final String INDEX = "index.html";

    private WebFiles() {}

    /**
     * An answer whose content is still in its file.
     *
     * @param answer status and headers; its content, if it is no file's
     * @param file open, for who closes it
     */
    public record Found(Page.Answer answer, Optional<FileChannel> file, long size) {
        static Found without(Page.Answer answer) {
            return new Found(answer, Optional.empty(), answer.content().length);
        }
    }

    /** Whether a request is one for a file here: there is an answer then, if only that there is none. */
    public static boolean concerns(WebSpec web, Page.Asked asked) {
        return asked.reads() && (asked.path().equals(web.path()) || asked.path().startsWith(web.path() + "/"));
    }

    /** @throws IOException if a file that is there can't be read */
    public static Found find(WebSpec web, Page.Asked asked) throws IOException {
        var headers = Map.of("x-content-type-options", "nosniff");
        if (asked.path().equals(web.path())) {
            return Found.without(Page.moved(web.path() + "/", headers));
        }
        var file = file(web.directory(), asked.path().substring(web.path().length() + 1));
        return file.isPresent() ? found(file.get(), asked.has(), headers) : Found.without(Page.missing(headers));
    }

    /** The real file of a name from outside, if it may be given. */
    private static Optional<Path> file(Path directory, String name) throws IOException {
        var wanted = name.isEmpty() || name.endsWith("/") ? name + INDEX : name;
        for (var part : wanted.split("/", -1)) {
            if (part.isEmpty() || hidden(part) || part.indexOf('\\') >= 0 || part.indexOf('\0') >= 0) {
                return Optional.empty();
            }
        }
        try {
            var below = directory.resolve(wanted);
            if (!Files.isRegularFile(below)) {
                return Optional.empty();
            }
            var root = directory.toRealPath();
            var real = below.toRealPath();
            return Optional.of(real).filter(r -> r.startsWith(root) && !hidden(root.relativize(r)));
        } catch (InvalidPathException noName) {
            return Optional.empty();
        }
    }

    private static boolean hidden(String part) {
        return part.startsWith(".");
    }

    private static boolean hidden(Path path) {
        for (var part : path) {
            if (hidden(part.toString())) {
                return true;
            }
        }
        return false;
    }

    private static Found found(Path file, String has, Map<String, String> headers) throws IOException {
        // What has become a link meanwhile isn't followed.
        var channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try {
            long size = channel.size();
            var tag = '"'
                    + Long.toHexString(size)
                    + '-'
                    + Long.toHexString(Files.getLastModifiedTime(file).toMillis())
                    + '"';
            var answer = Page.answer(tag, Page.type(file.toString()), new byte[0], has, headers);
            if (answer.status() == 304) {
                channel.close();
                return Found.without(answer);
            }
            return new Found(answer, Optional.of(channel), size);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }
}
