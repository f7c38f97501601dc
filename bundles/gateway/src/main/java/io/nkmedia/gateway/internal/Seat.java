package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.Attachment;
import io.nkmedia.gateway.FrameProtocol;
import io.nkmedia.gateway.Framing;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who holds a link: the one object through which anything of a protocol's bundle can be reached. A link drops it, and
 * with it the bundle, when the holder has saved or the link is over.
 */
final class Seat {
    private static final Logger LOG = LoggerFactory.getLogger(Seat.class);

    private final FrameProtocol protocol;
    private final Handle handle;
    private final Framing framing;
    private final Attachment attachment;
    private final CompletableFuture<Void> left = new CompletableFuture<>();

    private Seat(FrameProtocol protocol, Handle handle, Framing framing, Attachment attachment) {
        this.protocol = protocol;
        this.handle = handle;
        this.framing = framing;
        this.attachment = attachment;
    }

    /** Throws what the protocol throws. */
    static Seat take(Holder holder, Link link, Framing framing, Optional<String> saved) {
        var handle = new Handle(link);
        try {
            return new Seat(holder.service(), handle, framing, holder.service().attach(handle, saved));
        } catch (RuntimeException | Error e) {
            handle.retire();
            throw e;
        }
    }

    boolean of(Predicate<FrameProtocol> whose) {
        return whose.test(protocol);
    }

    Framing framing() {
        return framing;
    }

    boolean paused() {
        return handle.paused();
    }

    /** Throws what the attachment throws. */
    void deliver(Frame frame) {
        if (frame instanceof Frame.Text text) {
            attachment.text(text.text());
        } else if (frame instanceof Frame.Datagram datagram) {
            attachment.datagram(datagram.data(), datagram.peer());
        } else if (frame instanceof Frame.Bytes bytes) {
            attachment.bytes(bytes.data());
        }
    }

    CompletionStage<String> save() {
        try {
            return attachment.save();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    Optional<String> farewell(int code, String reason) {
        try {
            return attachment.farewell(code, reason);
        } catch (RuntimeException | Error e) {
            LOG.warn("A protocol has no farewell for code {}", code, e);
            return Optional.empty();
        }
    }

    /** Nobody sits here any more; {@code closed} is not called. */
    void leave() {
        handle.retire();
        left.complete(null);
    }

    void closed(int code, String reason) {
        handle.retire();
        try {
            attachment.closed(code, reason);
        } catch (RuntimeException | Error e) {
            LOG.error("A protocol failed when its connection was closed", e);
        }
        left.complete(null);
    }

    CompletionStage<Void> left() {
        return left;
    }
}
