package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.ConnectSpec;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.ListenerState;
import io.nkmedia.gateway.Listeners;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The gateway as one bundle sees it: what that bundle connects, its own protocols get. */
public final class Asker implements Listeners {
    private final Listening listening;
    private final Dials dials;
    private final OptionalLong bundle;

    /** @param bundle the id of whoever asks; empty for somebody who doesn't mind whose protocol gets it */
    public Asker(Listening listening, Dials dials, OptionalLong bundle) {
        this.listening = listening;
        this.dials = dials;
        this.bundle = bundle;
    }

    @Override
    public CompletionStage<List<ListenerState>> apply(String owner, List<ListenerSpec> specs) {
        return listening.apply(owner, specs);
    }

    @Override
    public List<ListenerState> list() {
        return listening.list();
    }

    @Override
    public CompletionStage<Void> connect(String owner, ConnectSpec spec) {
        return dials.connect(owner, spec, bundle);
    }

    @Override
    public void disconnect(String owner, String id) {
        dials.disconnect(owner, id, bundle);
    }
}
