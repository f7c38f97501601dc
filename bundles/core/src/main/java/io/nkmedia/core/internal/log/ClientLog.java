package io.nkmedia.core.internal.log;

import io.nkmedia.core.internal.config.ServiceDocument;
import io.nkmedia.core.internal.json.Json;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the clients of one service log: to the server's log, and to a GELF server if one is set. Any thread. */
public final class ClientLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientLog.class);
    private static final int ERROR = 3;
    private static final int WARNING = 4;
    private static final int INFO = 6;

    private record Output(ServiceDocument.Gelf settings, GelfSender sender) {}

    private final Json json;
    private volatile Optional<Output> output = Optional.empty();

    public ClientLog(Json json) {
        this.json = json;
    }

    /** The settings of now; one call at a time. What has not been sent to the server before is dropped. */
    public void configure(Optional<ServiceDocument.Gelf> gelf) {
        var before = output;
        if (!before.map(Output::settings).equals(gelf)) {
            output = gelf.map(settings -> new Output(settings, new GelfSender(settings)));
            before.ifPresent(old -> old.sender().close());
        }
    }

    public void add(Note note) {
        var text = json.write(json.tree(note.fields()));
        if (note.level() <= ERROR) {
            LOG.error("{}: {} {}", printable(note.source()), printable(note.message()), text);
        } else if (note.level() == WARNING) {
            LOG.warn("{}: {} {}", printable(note.source()), printable(note.message()), text);
        } else if (note.level() <= INFO) {
            LOG.info("{}: {} {}", printable(note.source()), printable(note.message()), text);
        } else {
            LOG.debug("{}: {} {}", printable(note.source()), printable(note.message()), text);
        }
        output.ifPresent(to -> to.sender().send(json.write(json.tree(note.gelf()))));
    }

    /** A client must not be able to write lines that look like the server's. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    @Override
    public void close() {
        configure(Optional.empty());
    }
}
