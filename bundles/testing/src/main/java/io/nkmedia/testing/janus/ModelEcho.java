package io.nkmedia.testing.janus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** The model's EchoTest: says ok to all that is well-typed, answers offers, and says done at the end. */
final class ModelEcho {
    static final String PLUGIN = "janus.plugin.echotest";

    private static final List<String> BOOLEANS = List.of("audio", "video", "data", "record");

    private final ModelFaults faults;
    private final boolean fullTrickle;
    private int messages;

    ModelEcho(ModelFaults faults, boolean fullTrickle) {
        this.faults = faults;
        this.fullTrickle = fullTrickle;
    }

    /** A message: acknowledged and answered, in either order, as the engine does. */
    void message(ModelHandle handle, ObjectNode request, Peer peer) {
        var body = object(request, "body", "body");
        var answer = jsep(handle, request);
        var ack = JsonNodeFactory.instance.objectNode().put("janus", "ack").put("session_id", handle.session.id);
        ack.set("transaction", request.get("transaction"));
        ack.put("hint", "I'm taking my time!");
        boolean ackFirst = messages++ % 2 == 0 || faults.swallowMessages;
        if (ackFirst) {
            peer.send(ack);
        }
        if (!faults.swallowMessages) {
            var event = event(handle, request, body, answer);
            if (faults.holdAnswers) {
                faults.held.add(() -> handle.tell(event));
            } else {
                handle.tell(event);
            }
        }
        if (!ackFirst) {
            peer.send(ack);
        }
        if (answer.isPresent() && fullTrickle) {
            trickle(handle);
        }
    }

    private static ObjectNode object(JsonNode request, String member, String name) {
        if (!request.has(member)) {
            throw new WireError(456, "Missing mandatory element (" + name + ")");
        }
        if (!(request.get(member) instanceof ObjectNode object)) {
            throw new WireError(467, "Invalid element type (" + name + " should be an object)");
        }
        return object;
    }

    private Optional<String> jsep(ModelHandle handle, ObjectNode request) {
        if (!request.has("jsep")) {
            return Optional.empty();
        }
        var jsep = object(request, "jsep", "jsep");
        for (String member : List.of("type", "sdp")) {
            if (!jsep.has(member)) {
                throw new WireError(456, "JSEP error: missing mandatory element (" + member + ")");
            }
        }
        String type = jsep.get("type").asText();
        if (type.equals("answer")) {
            throw new WireError(469, "Unexpected ANSWER (did we offer?)");
        }
        if (!type.equals("offer")) {
            throw new WireError(464, "JSEP error: unknown message type '" + type + "'");
        }
        return Optional.of(answer(handle, jsep.get("sdp").asText()));
    }

    private String answer(ModelHandle handle, String offer) {
        ModelSdp.problem(offer).ifPresent(problem -> {
            throw problem;
        });
        int refusal = faults.takeOfferRefusal();
        if (refusal != 0) {
            throw new WireError(refusal, "Error processing SDP");
        }
        String ufrag = ModelSdp.ufrag(offer);
        if (handle.negotiated && !ufrag.equals(handle.offerUfrag)) {
            handle.restarts++;
        }
        handle.offerUfrag = ufrag;
        handle.negotiated = true;
        handle.over = false;
        handle.offer = offer;
        handle.answer = ModelSdp.answer(offer, handle.restarts, !fullTrickle);
        return handle.answer;
    }

    private static ObjectNode event(ModelHandle handle, ObjectNode request, ObjectNode body, Optional<String> answer) {
        var data = JsonNodeFactory.instance.objectNode().put("echotest", "event");
        var wrong = BOOLEANS.stream()
                .filter(name -> body.has(name) && !body.get(name).isBoolean())
                .findFirst();
        if (wrong.isPresent()) {
            data.put("error_code", 413).put("error", "Invalid element type (" + wrong.get() + " should be a boolean)");
        } else {
            data.put("result", "ok");
        }
        var event = handle.frame("event");
        event.set("transaction", request.get("transaction"));
        handle.plugin(event, data);
        answer.ifPresent(sdp -> event.putObject("jsep").put("type", "answer").put("sdp", sdp));
        return event;
    }

    private static void trickle(ModelHandle handle) {
        var candidate = handle.frame("trickle");
        candidate
                .putObject("candidate")
                .put("sdpMid", "0")
                .put("sdpMLineIndex", 0)
                .put("candidate", "candidate:1 1 udp 2015363583 127.0.1.1 20037 typ host");
        handle.tell(candidate);
        var end = handle.frame("trickle");
        end.putObject("candidate").put("completed", true);
        handle.tell(end);
    }

    /** The PeerConnection is over. */
    void done(ModelHandle handle) {
        var data =
                JsonNodeFactory.instance.objectNode().put("echotest", "event").put("result", "done");
        handle.tell(handle.plugin(handle.frame("event"), data));
    }
}
