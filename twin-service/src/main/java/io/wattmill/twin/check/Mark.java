// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.check;

import io.wattmill.twin.rule.Verdict;

import java.util.Optional;

/** How a kind of verdict is shown; in the order in which a reader should see them. */
enum Mark {
    FAIL("✗", "fail", 31),
    WARN("▲", "warn", 33),
    CANNOT_SAY("?", "cannot say", 36),
    PASS("✓", "pass", 32);

    final String sign;
    final String word;
    private final int ansiColor;

    Mark(String sign, String word, int ansiColor) {
        this.sign = sign;
        this.word = word;
        this.ansiColor = ansiColor;
    }

    static Mark of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Fail _ -> FAIL;
            case Verdict.Warn _ -> WARN;
            case Verdict.CannotSay _ -> CANNOT_SAY;
            case Verdict.Pass _ -> PASS;
        };
    }

    /** The fix that a verdict names. */
    static Optional<String> fix(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Fail fail -> Optional.of(fail.fix());
            case Verdict.Warn warn -> Optional.of(warn.fix());
            case Verdict.CannotSay cannotSay -> Optional.of(cannotSay.fix());
            case Verdict.Pass _ -> Optional.empty();
        };
    }

    String shown(boolean color) {
        return color ? "\u001b[" + ansiColor + "m" + sign + "\u001b[0m" : sign;
    }
}
