package io.nkmedia.core.internal.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.nkmedia.api.command.Field;
import io.nkmedia.core.internal.connection.SavedConnection;
import io.nkmedia.core.internal.json.Binder;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.core.internal.session.SessionSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one core leaves for the next when it is replaced live: a file of its sessions, readable by this user only, gone
 * once it was read. One that another process left is worth nothing: its connections are gone.
 */
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);
    private static final int SCHEMA = 1;

    /**
     * What lives in a service.
     *
     * @param connections the connection sessions, those that have no socket included
     */
    record Part(
            String service,
            List<SessionSnapshot> sessions,

            @Field(value = "Connection sessions", byDefault = "[]")
            List<SavedConnection> connections) {
        static Part nothing(String service) {
            return new Part(service, List.of(), List.of());
        }
    }

    private final Json json;
    private final Path file;
    private final long process = ProcessHandle.current().pid();

    Handover(Json json, Path file) {
        this.json = json;
        this.file = file;
    }

    void write(List<Part> parts) {
        var root = JsonNodeFactory.instance.objectNode();
        root.put("schema", SCHEMA).put("process", process).set("parts", json.tree(parts));
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, json.write(root));
        } catch (IOException e) {
            LOG.error("Sessions could not be handed over, they are lost", e);
        }
    }

    /** What lived, by service; empty if there is nothing to carry on. */
    Map<String, Part> take() {
        var byService = new LinkedHashMap<String, Part>();
        if (!Files.exists(file)) {
            return byService;
        }
        try {
            var root = json.parse(Files.readString(file));
            Files.delete(file);
            if (root.path("process").asLong() != process || root.path("schema").asInt() != SCHEMA) {
                return byService;
            }
            var binder = new Binder(json, true);
            var unknown = new ArrayList<String>();
            root.path("parts").forEach(node -> {
                var part = binder.bind(node, Part.class, unknown::add);
                byService.put(part.service(), part);
            });
        } catch (IOException | RuntimeException e) {
            LOG.error("Sessions of the core before could not be read, they are lost", e);
        }
        return byService;
    }
}
