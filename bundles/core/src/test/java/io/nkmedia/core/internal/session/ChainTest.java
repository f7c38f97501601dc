package io.nkmedia.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import org.junit.jupiter.api.Test;

/** Masters that are slaves themselves, and answers that engines make (media-session.md §5, A-50, A-51). */
class ChainTest {
    private final Stage stage = new Stage();

    @Test
    void theLastAnswer_goesUpToTheFirst() {
        var a = stage.start(Wanted.caller("caller-1"), Stage.OFFER);
        var b = stage.start(Wanted.callee("middle-1", "caller-1"));
        var c = stage.start(Wanted.callee("callee-1", "middle-1"));
        assertThat(stage.outcome(c.setAnswer(Stage.OFFER))).isEqualTo("done");
        for (var session : new MediaSession[] {a, b, c}) {
            assertThat(session.state()).as(session.id()).isEqualTo(SessionState.READY);
        }
        assertThat(stage.told("caller-1")).endsWith("ready", "answer");
        c.destroy(StopReason.of(CoreError.USER_STOP));
        stage.time.run();
        assertThat(stage.told("caller-1")).endsWith("destroyed peer_stopped", "record");
        assertThat(stage.told("middle-1")).endsWith("destroyed peer_stopped", "record");
    }

    @Test
    void aRefusalAbove_isTheSlavesToo_andItMayNotAnswerAgain() {
        var a = stage.start(Wanted.caller("caller-1"), Stage.OFFER);
        stage.start(Wanted.callee("middle-1", "caller-1"));
        var c = stage.start(Wanted.callee("callee-1", "middle-1"));
        a.setAnswer(Stage.OFFER);
        assertThat(stage.outcome(c.setAnswer(Stage.OFFER))).isEqualTo("answer_already_set");
        assertThat(c.state()).isEqualTo(SessionState.WAIT);
    }

    /** An engine's offer is answered by another engine: how a player is put into a mixed room. */
    @Test
    void anEnginesAnswer_goesToTheEngineOfTheMaster() {
        var park = stage.start(Wanted.park("park-session"));
        stage.start(Wanted.echo("echo-session").slaveOf("park-session").answersMaster(), Stage.OFFER);
        assertThat(park.state()).isEqualTo(SessionState.READY);
        assertThat(stage.leg(park).log).containsExactly("complete answer");
        assertThat(stage.told("echo-session")).contains("answer");
    }

    @Test
    void aMasterWhoseEngineAnswers_needsNoAnswerOfASlave() {
        var echo = stage.start(Wanted.echo("echo-session"), Stage.OFFER);
        var park =
                stage.start(Wanted.park("park-session").slaveOf("echo-session").answersMaster());
        assertThat(stage.outcome(park.setAnswer(Stage.OFFER))).isEqualTo("answer_already_set");
        assertThat(echo.state()).isEqualTo(SessionState.READY);
    }
}
