package io.nkmedia.api.hook;

import io.nkmedia.api.command.Caller;

/** A wish to hear events; {@code *} stands for every value, also for none. */
public record SubscriptionRequest(Caller caller, String eventClass, String subclass, String type, String objectId) {}
