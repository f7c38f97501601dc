package io.nkmedia.runtime.internal.docker;

import io.nkmedia.runtime.internal.Engine;
import io.nkmedia.runtime.internal.EngineAway;
import io.nkmedia.runtime.internal.InstanceFolder;
import io.nkmedia.runtime.internal.InstanceRecord;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An engine in a container. */
record Container(InstanceRecord record, InstanceFolder folder, String name, Site site) implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Container.class);

    @Override
    public boolean alive() throws IOException {
        if (site.census().isUnsure(name)) {
            site.census().found(name, runs());
            site.lookout().begin();
        }
        return site.census().alive(name);
    }

    /** True if nobody can tell: it is found out as soon as somebody can. */
    private boolean runs() throws IOException {
        try {
            return site.host()
                    .inspect(name)
                    .filter(found -> Boolean.TRUE.equals(found.getState().getRunning()))
                    .isPresent();
        } catch (EngineAway e) {
            LOG.warn("Whether {} runs can't be found out yet: {}", record, e.getMessage());
            return true;
        }
    }

    @Override
    public void stop(Duration polite) throws IOException {
        try {
            if (!polite.isZero()) {
                site.host().stop(name, polite);
            }
            site.host().remove(name);
            site.census().forget(name);
        } catch (IOException e) {
            // Wanted no more all the same: it is removed when that can be done.
            site.census().leave(name);
            site.lookout().begin();
            throw e;
        }
        record.guard().kill();
        folder.forget();
    }

    @Override
    public String ending() {
        try {
            return site.host()
                    .inspect(name)
                    .map(found -> Boolean.TRUE.equals(found.getState().getOOMKilled())
                            ? "needed more memory than it may have"
                            : Engine.ending(found.getState().getExitCodeLong()))
                    .orElse("ended, and its container is gone");
        } catch (IOException e) {
            return "ended (" + e.getMessage() + ")";
        }
    }

    @Override
    public String place() {
        return "container " + name;
    }

    @Override
    public Engine with(InstanceRecord more) {
        return new Container(more, folder, name, site);
    }
}
