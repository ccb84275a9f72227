// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import java.util.Optional;

/**
 * What one rule said about one thing.
 *
 * @param rule its id
 * @param subject id of the thing in the plan
 * @param verdict in a word
 * @param statement in a sentence
 * @param value what the plan comes to, with its unit; empty where the rule cannot say
 * @param limit what it may come to, with its unit; empty where the rule cannot say
 * @param marginPermille room left (negative: missing) in thousandths of the limit, where there is
 *     one
 * @param source where the rule comes from
 * @param fix what would mend it; empty where it passes
 */
public record RuleLine(
        String rule,
        String subject,
        RuleVerdict verdict,
        String statement,
        String value,
        String limit,
        Optional<Long> marginPermille,
        String source,
        String fix) {

    /** What a rule may say, the worst first. */
    public enum RuleVerdict {
        /** The limit is broken. */
        FAIL("✗", "fail"),
        /** The limit is met, but barely or at a price. */
        WARN("▲", "warn"),
        /** The plan does not hold what the rule needs. */
        CANNOT_SAY("?", "cannot say"),
        /** The limit is met. */
        PASS("✓", "pass");

        private final String sign;
        private final String words;

        RuleVerdict(String sign, String words) {
            this.sign = sign;
            this.words = words;
        }

        /** One character for it. */
        public String sign() {
            return sign;
        }

        /** In words. */
        public String words() {
            return words;
        }
    }
}
