package io.nkmedia.gateway.internal.net;

import io.nkmedia.gateway.internal.Rate;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** How much each peer sends, so that one can't take all of a port's time. Of very many peers the newest are known. */
final class Senders {
    static final int PER_SECOND = 5000;
    private static final int KNOWN = 10_000;

    private final Map<InetAddress, Rate> rates = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Rate> eldest) {
            return size() > KNOWN;
        }
    };

    /** Counts one datagram, and says whether it is one too many. */
    boolean tooMany(InetAddress from, long nanos) {
        return rates.computeIfAbsent(from, any -> new Rate(PER_SECOND)).tooMany(nanos);
    }
}
