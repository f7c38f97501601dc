package io.nkmedia.bench;

import io.netty.channel.EventLoop;
import java.io.IOException;

/** Where the parts measure and report: all clients share the one event loop. */
record Site(Settings settings, EventLoop loop, Report report) {
    /** One that isn't started yet. */
    Server unpack(Document document) throws IOException {
        return Server.unpack(settings.tarball(), settings.work().resolve("server"), document.text());
    }

    /** One that runs. */
    Server serve(Document document) throws IOException {
        var server = unpack(document);
        server.start(loop);
        return server;
    }
}
