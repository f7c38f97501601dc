package io.nkmedia.core.internal.service;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps services in memory. */
final class FakeStore implements ServiceStore {
    final Map<String, String> documents = new TreeMap<>();
    final Map<String, ServiceRecord> records = new TreeMap<>();
    boolean full;

    @Override
    public Optional<String> document(String name) {
        return Optional.ofNullable(documents.get(name));
    }

    @Override
    public void write(String name, String document) throws IOException {
        if (full) {
            throw new IOException("no space left");
        }
        documents.put(name, document);
    }

    @Override
    public Optional<ServiceRecord> record(String name) {
        return Optional.ofNullable(records.get(name));
    }

    @Override
    public void keep(String name, ServiceRecord record) {
        records.put(name, record);
    }

    @Override
    public void delete(String name) {
        documents.remove(name);
        records.remove(name);
    }
}
