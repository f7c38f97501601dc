package io.nkmedia.runtime.internal.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who an engine is in its container: the user that this server runs as, since its files are readable by that one only.
 * If that is root, a user that is nobody else, to whom the files are given.
 */
final class EngineUser {
    /** Not one that Debian gives to anybody. */
    static final int ID = 17_017;

    private static final String UID = "unix:uid";
    private static final String GID = "unix:gid";
    private static final int ROOT = 0;

    private EngineUser() {}

    /** Gives it these folders, with all that is in them, and returns who it is. */
    static int own(Path... folders) throws IOException {
        int user = (int) Files.getAttribute(folders[0], UID);
        if (user != ROOT && user != ID) {
            return user;
        }
        for (var folder : folders) {
            try (var all = Files.walk(folder)) {
                for (var each : all.toList()) {
                    Files.setAttribute(each, UID, ID);
                    Files.setAttribute(each, GID, ID);
                }
            }
        }
        return ID;
    }
}
