package io.nkmedia.janus.internal.engine;

import io.nkmedia.api.service.ServiceContext;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import io.nkmedia.gateway.Listeners;
import io.nkmedia.janus.internal.leg.Legs;
import io.nkmedia.janus.internal.wire.Links;

/** What all backends of one service share. */
public record Setup(
        ServiceContext context, Listeners listeners, Links links, Mailboxes mailboxes, Time time, Legs legs) {}
