package io.nkmedia.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.gateway.internal.Life.Event;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifeTest {
    @ParameterizedTest
    @CsvSource({
        "DETACHED, ATTACHED, DETACHED, DETACHED, CLOSING, ORPHANED",
        "ATTACHED, ATTACHED, SAVING, ATTACHED, CLOSING, CLOSED",
        "SAVING, SAVING, SAVING, DETACHED, CLOSING, CLOSED",
        "ORPHANED, CLOSED, ORPHANED, ORPHANED, CLOSED, ORPHANED",
        "CLOSING, CLOSING, CLOSING, CLOSING, CLOSING, CLOSED",
        "CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, CLOSED"
    })
    void eachEvent_inEachState_leadsToOneState(Life from, Life holder, Life save, Life saved, Life close, Life end) {
        assertThat(from.next(Event.HOLDER)).isEqualTo(holder);
        assertThat(from.next(Event.SAVE)).isEqualTo(save);
        assertThat(from.next(Event.SAVED)).isEqualTo(saved);
        assertThat(from.next(Event.CLOSE)).isEqualTo(close);
        assertThat(from.next(Event.END)).isEqualTo(end);
    }
}
