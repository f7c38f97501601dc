package io.nkmedia.core.internal.session;

import static io.nkmedia.core.internal.session.Stage.OFFER;
import static io.nkmedia.core.internal.session.Stage.TRICKLING;
import static io.nkmedia.core.internal.session.Stage.candidate;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two clients and no engine: media-session.md §5, A-1, A-49 to A-51. */
class P2pSessionTest {
    private final Stage stage = new Stage();

    private MediaSession caller() {
        return stage.start(Wanted.caller("caller-1"), TRICKLING);
    }

    private MediaSession callee(String id) {
        return stage.start(Wanted.callee(id, "caller-1"));
    }

    @Test
    void aCall_runsFromOfferToBothEnds() {
        var a = caller();
        a.candidates(List.of(candidate(), candidate()));
        var b = callee("callee-1");
        assertThat(stage.outcome(b.made())).isEqualTo(TRICKLING);
        assertThat(stage.told("callee-1")).containsExactly("created", "wait", "offer", "candidate", "candidate");
        b.candidates(List.of(candidate()));
        stage.time.run();
        assertThat(stage.told("caller-1")).containsExactly("created", "wait");
        assertThat(stage.outcome(b.setAnswer(TRICKLING))).isEqualTo("done");
        assertThat(stage.outcome(a.made())).isEqualTo(TRICKLING);
        a.candidatesEnd();
        b.candidatesEnd();
        stage.time.run();
        assertThat(stage.told("caller-1"))
                .containsExactly("created", "wait", "ready", "answer", "candidate", "candidate_end");
        assertThat(stage.told("callee-1")).endsWith("ready", "answer", "candidate_end");
        a.destroy(StopReason.of(CoreError.USER_STOP));
        stage.time.run();
        assertThat(stage.told("caller-1")).endsWith("destroyed user_stop", "record");
        assertThat(stage.told("callee-1")).endsWith("destroyed peer_stopped", "record");
        stage.advance(31);
        assertThat(stage.time.waiting()).isEmpty();
    }

    @Test
    void theSlavesEnd_endsTheMaster_unlessThatSurvivesPeers() {
        caller();
        var b = callee("callee-1");
        b.destroy(StopReason.of(CoreError.API_STOP));
        stage.time.run();
        assertThat(stage.told("caller-1")).endsWith("destroyed peer_stopped", "record");
        stage.start(Wanted.caller("caller-2").survivesPeer(), OFFER);
        var other = stage.start(Wanted.callee("callee-2", "caller-2"));
        other.destroy(StopReason.of(CoreError.API_STOP));
        stage.time.run();
        assertThat(stage.told("caller-2")).containsExactly("created", "wait");
        assertThat(stage.outcome(stage.sessions.find("caller-2").orElseThrow().describe(false, false))
                        .toString())
                .doesNotContain("slave_ids");
    }

    @Test
    void theMastersEnd_leavesASlaveThatSurvivesPeers() {
        var a = caller();
        var b = stage.start(Wanted.callee("callee-1", "caller-1").survivesPeer());
        assertThat(stage.outcome(b.setAnswer(OFFER))).isEqualTo("done");
        a.destroy(StopReason.of(CoreError.USER_STOP));
        stage.time.run();
        assertThat(stage.told("callee-1")).endsWith("ready", "answer");
        assertThat(stage.outcome(b.describe(false, false)).toString()).doesNotContain("master_id");
    }

    @Test
    void ofSeveralSlaves_theFirstToAnswerWins() {
        var a = caller();
        var first = callee("callee-1");
        var second = callee("callee-2");
        a.candidates(List.of(candidate()));
        stage.time.run();
        assertThat(stage.told("callee-1")).endsWith("candidate");
        assertThat(stage.told("callee-2")).endsWith("candidate");
        assertThat(stage.outcome(second.setAnswer(TRICKLING))).isEqualTo("done");
        assertThat(stage.outcome(first.setAnswer(TRICKLING))).isEqualTo("answer_already_set");
        first.candidates(List.of(candidate()));
        a.candidates(List.of(candidate()));
        stage.time.run();
        assertThat(stage.told("caller-1")).containsExactly("created", "wait", "ready", "answer");
        assertThat(stage.told("callee-1")).containsExactly("created", "wait", "offer", "candidate");
        assertThat(stage.told("callee-2")).endsWith("candidate");
        first.destroy(StopReason.of(CoreError.USER_STOP));
        stage.time.run();
        assertThat(stage.sessions.find("caller-1")).isPresent();
        second.destroy(StopReason.of(CoreError.USER_STOP));
        stage.time.run();
        assertThat(stage.told("caller-1")).endsWith("destroyed peer_stopped", "record");
    }

    @Test
    void theApplication_mayCarryTheAnswerItself_andCandidatesFlowThen() {
        var a = caller();
        var b = stage.start(Wanted.callee("callee-1", "caller-1").answerByApplication());
        assertThat(stage.outcome(b.setAnswer(TRICKLING))).isEqualTo("done");
        b.candidates(List.of(candidate()));
        b.candidatesEnd();
        stage.time.run();
        assertThat(stage.told("caller-1")).containsExactly("created", "wait");
        assertThat(stage.outcome(a.setAnswer(TRICKLING))).isEqualTo("done");
        b.candidates(List.of(candidate()));
        stage.time.run();
        assertThat(stage.told("caller-1"))
                .containsExactly("created", "wait", "ready", "answer", "candidate", "candidate_end", "candidate");
    }

    @Test
    void withoutItsMaster_aSlaveDoesNotStart() {
        var b = callee("callee-1");
        assertThat(stage.outcome(b.made())).isEqualTo("peer_stopped");
        assertThat(stage.told("callee-1")).containsExactly("created", "destroyed peer_stopped", "record");
    }

    @Test
    void sideOnlyClientsHave_isRefused() {
        var a = caller();
        var b = callee("callee-1");
        b.setAnswer(OFFER);
        stage.time.run();
        assertThat(stage.outcome(a.stats())).isEqualTo("not_implemented");
        assertThat(stage.outcome(a.change("echo", Map.of()))).isEqualTo("invalid_operation");
        assertThat(stage.outcome(a.update(new io.nkmedia.api.media.MediaUpdate(
                        java.util.Optional.of(true),
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        java.util.Optional.empty()))))
                .isEqualTo("invalid_operation");
    }

    @Test
    void theServerSeesNoMediaOfP2p_andDoesNotWatchIt() {
        var a = stage.start(Wanted.caller("caller-1"), OFFER);
        var b = callee("callee-1");
        b.setAnswer(OFFER);
        stage.advance(600);
        assertThat(stage.sessions.find(a.id())).isPresent();
    }
}
