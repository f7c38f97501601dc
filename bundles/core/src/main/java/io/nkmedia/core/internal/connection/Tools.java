package io.nkmedia.core.internal.connection;

import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.json.Binder;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.core.internal.wire.Reader;
import io.nkmedia.core.internal.wire.Writer;
import java.security.SecureRandom;

/** What commands and other parts may use for every connection. */
public record Tools(
        Json json, Reader reader, Writer writer, Binder binder, Time time, Mailboxes mailboxes, SecureRandom random) {
    public Tools(Json json, Time time, Mailboxes mailboxes) {
        this(json, new Reader(json), new Writer(json), new Binder(json), time, mailboxes, new SecureRandom());
    }
}
