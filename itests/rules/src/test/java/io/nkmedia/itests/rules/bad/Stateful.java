package io.nkmedia.itests.rules.bad;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps all that a class must not keep. The rules are tried on it. */
public final class Stateful {
    static final int FINE = 1;
    static final List<String> FINE_TOO = List.of("a");
    static final byte[] ARRAY = {1};
    static final Map<String, String> MAP = new ConcurrentHashMap<>();
    static final List<String> LISTED = new ArrayList<>();
    static final AtomicInteger NUMBER = new AtomicInteger();
    static final ThreadLocal<String> PER_THREAD = new ThreadLocal<>();
    static int changes;

    private Stateful() {}
}
