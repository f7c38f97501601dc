package io.nkmedia.runtime.internal;

import java.io.IOException;

/** Nobody could be asked; it will work later without anybody changing anything but what runs on this machine. */
public final class EngineAway extends IOException {
    private static final long serialVersionUID = 1;

    public EngineAway(String text) {
        super(text);
    }
}
