package com.example.tone;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.Leg;
import io.nkmedia.api.media.LegEvents;
import io.nkmedia.api.media.MediaUpdate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One phone that hears the note. */
final class ToneLeg implements Leg {
    private final String id;
    private final Description answer;
    private final Speaker.Line line;
    private final LegEvents events;
    private final Consumer<String> gone;
    private final AtomicBoolean over = new AtomicBoolean();

    ToneLeg(String id, Description answer, Speaker.Line line, LegEvents events, Consumer<String> gone) {
        this.id = id;
        this.answer = answer;
        this.line = line;
        this.events = events;
        this.gone = gone;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Description description() {
        return answer;
    }

    @Override
    public CompletionStage<Void> update(MediaUpdate update) {
        if (update.muteVideo().isPresent()
                || update.muteData().isPresent()
                || update.bitrate().isPresent()) {
            return CompletableFuture.failedStage(CoreError.NOT_IMPLEMENTED.error());
        }
        update.muteAudio().ifPresent(line::mute);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Map<String, Object>> stats() {
        return CompletableFuture.completedStage(Map.of("audio", Map.of("sent_packets", line.sent())));
    }

    @Override
    public void release(StopReason why) {
        close();
    }

    /** It ends by itself: its owner is told, once. */
    void end(StopReason why) {
        if (close()) {
            events.status(Map.of("webrtc_ready", false));
            events.ended(why);
        }
    }

    private boolean close() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        line.close();
        gone.accept(id);
        return true;
    }

    // ---- what plain RTP doesn't have ----

    @Override
    public CompletionStage<Void> answer(Description given) {
        return CompletableFuture.failedStage(CoreError.INVALID_OPERATION.error());
    }

    @Override
    public CompletionStage<Description> reoffer(Description offer) {
        return CompletableFuture.failedStage((over.get() ? CoreError.BACKEND_DOWN : CoreError.NOT_IMPLEMENTED).error());
    }

    @Override
    public void candidate(Candidate candidate) {
        // RTP goes to the address in the SDP.
    }

    @Override
    public void candidatesEnd() {
        // The same.
    }
}
