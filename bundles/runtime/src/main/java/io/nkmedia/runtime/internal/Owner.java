package io.nkmedia.runtime.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/** The name of a data folder, for what lies elsewhere but belongs to it: made once, kept in it. */
final class Owner {
    private static final String NAME = "owner";

    private Owner() {}

    static String of(Path data) throws IOException {
        var file = data.resolve(NAME);
        try {
            return UUID.fromString(Files.readString(file).strip()).toString();
        } catch (NoSuchFileException e) {
            var fresh = UUID.randomUUID().toString();
            PrivateFiles.replace(file, fresh + "\n");
            return fresh;
        } catch (IllegalArgumentException e) {
            throw new IOException("the file " + NAME + " of the data folder holds no uuid", e);
        }
    }
}
