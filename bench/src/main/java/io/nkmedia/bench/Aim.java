package io.nkmedia.bench;

import java.util.Locale;

/**
 * What a number should be.
 *
 * @param sign how the number should stand to the bound; empty if nothing was aimed at
 */
record Aim(String sign, double bound, String unit) {
    static Aim atLeast(double bound) {
        return new Aim("≥", bound, "");
    }

    static Aim atMost(double bound, String unit) {
        return new Aim("≤", bound, unit);
    }

    static Aim none(String unit) {
        return new Aim("", 0, unit);
    }

    String verdict(double number) {
        return switch (sign) {
            case "≥" -> number >= bound ? "met" : "not met";
            case "≤" -> number <= bound ? "met" : "not met";
            default -> "";
        };
    }

    /** A number with its unit, to three digits. */
    String text(double number) {
        return String.format(Locale.ROOT, "%.3g %s", number, unit).trim();
    }

    @Override
    public String toString() {
        return sign.isEmpty()
                ? ""
                : sign + " "
                        + String.format(Locale.ROOT, "%.3g %s", bound, unit).trim();
    }
}
