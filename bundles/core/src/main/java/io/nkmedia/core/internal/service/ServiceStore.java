package io.nkmedia.core.internal.service;

import java.io.IOException;
import java.util.Optional;

/** Where services are kept. Blocks: called on a thread of its own, or while this bundle starts. */
interface ServiceStore {
    /** The document as it is now, by hand or by us. */
    Optional<String> document(String name) throws IOException;

    /** Writes the document, whole or not at all, for all who look: file and Config Admin. */
    void write(String name, String document) throws IOException;

    Optional<ServiceRecord> record(String name) throws IOException;

    void keep(String name, ServiceRecord record) throws IOException;

    /** Takes everything away that is kept of a service. */
    void delete(String name) throws IOException;
}
