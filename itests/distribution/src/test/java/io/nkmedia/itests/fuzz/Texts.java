package io.nkmedia.itests.fuzz;

import java.util.List;
import java.util.Random;

/** Texts as an unkind client may send them: broken JSON, wrong envelopes, odd values, and some that are right. */
final class Texts {
    private static final List<String> RIGHT = List.of(
            "{\"class\":\"core\",\"cmd\":\"ping\",\"tid\":7}",
            "{\"class\":\"core\",\"subclass\":\"event\",\"cmd\":\"get_subscriptions\",\"tid\":\"x\"}",
            "{\"class\":\"media\",\"subclass\":\"session\",\"cmd\":\"create\",\"data\":{\"type\":\"p2p\",\"offer\":"
                    + "{\"sdp\":\"v=0\\r\\no=- 1 1 IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\n\"}},\"tid\":9}",
            "{\"class\":\"media\",\"subclass\":\"session\",\"cmd\":\"get_info\",\"data\":{\"session_id\":\"no\"},\"tid\":3}",
            "{\"class\":\"core\",\"subclass\":\"event\",\"cmd\":\"subscribe\",\"data\":{\"class\":\"app\"},\"tid\":4}",
            "{\"class\":\"core\",\"subclass\":\"user\",\"cmd\":\"login\",\"data\":{\"user\":7},\"tid\":5}",
            "{\"result\":\"ok\",\"tid\":1}",
            "{\"ack\":1}");

    private static final List<String> VALUES = List.of(
            "null",
            "[]",
            "{}",
            "-1",
            "1e999",
            "0.1",
            "\"\"",
            "true",
            "99999999999999999999",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "NaN",
            "[[[[[[]]]]]]",
            "\"*\"",
            "{\"a\":{\"a\":{}}}",
            "\"../../x\"",
            "'",
            "\"é\uD83D\uDE00\"");

    private final Random random;

    Texts(Random random) {
        this.random = random;
    }

    String next() {
        var right = RIGHT.get(random.nextInt(RIGHT.size()));
        return switch (random.nextInt(9)) {
            case 0 -> right.substring(0, random.nextInt(right.length()));
            case 1 -> replaced(right);
            case 2 -> VALUES.get(random.nextInt(VALUES.size()));
            case 3 -> "{\"a\":".repeat(1 + random.nextInt(500)) + "1";
            case 4 -> "[" + right + "," + right + "]";
            case 5 -> right + right;
            case 6 -> noise(1 + random.nextInt(200));
            case 7 -> right.replaceFirst("\"[a-z]+\":", "\"" + "k".repeat(random.nextInt(300)) + "\":");
            default -> right;
        };
    }

    /** One value is another one. */
    private String replaced(String text) {
        var value = VALUES.get(random.nextInt(VALUES.size()));
        int colon = text.indexOf(':', random.nextInt(text.length()));
        int end = colon < 0 ? -1 : text.indexOf(',', colon);
        return colon < 0 ? text : text.substring(0, colon + 1) + value + (end < 0 ? "}" : text.substring(end));
    }

    private String noise(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) (0x20 + random.nextInt(0x5f)));
        }
        return text.toString();
    }
}
