// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.terms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The narrowest that said something is heard, term by term. */
class TermsBookTest {
    private static final Duration CALLERS = Duration.ofMillis(90);
    private static final TermsBook BOOK =
            new TermsBook(
                    terms(Mode.BALANCED, 500),
                    PlacementTerms.NONE,
                    Map.of("flex", terms(Mode.EFFICIENCY, 2_000)),
                    Map.of("k1", terms(Mode.LATENCY, 200), "k2", mode(Mode.KV_COST)),
                    Map.of("p1", terms(Mode.RANDOM, 300), "o1", terms(Mode.ROUND_ROBIN, 400)));

    private static PlacementTerms mode(Mode mode) {
        return new PlacementTerms(
                Optional.of(mode),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static PlacementTerms terms(Mode mode, int ttftMs) {
        return ttft(mode, Duration.ofMillis(ttftMs));
    }

    private static PlacementTerms ttft(Mode mode, Duration ttft) {
        return new PlacementTerms(
                Optional.of(mode),
                Optional.empty(),
                Optional.of(ttft),
                Optional.empty(),
                Optional.empty());
    }

    private static void placed(
            Mode mode, int ttftMs, String tier, String key, String project, String organization) {
        TermsBook.Asker who = new TermsBook.Asker(key, project, organization);
        assertEquals(terms(mode, ttftMs), BOOK.of(PlacementTerms.NONE, tier, who));
    }

    @Test
    void aKeyComesBeforeItsProjectAndAfterATierThatItNames() {
        placed(Mode.LATENCY, 200, "", "k1", "p1", "o1");
        placed(Mode.RANDOM, 300, "", "k9", "p1", "o1");
        placed(Mode.ROUND_ROBIN, 400, "", "k9", "p9", "o1");
        placed(Mode.BALANCED, 500, "", "k9", "p9", "o9");
        placed(Mode.EFFICIENCY, 2_000, "flex", "k1", "p1", "o1");
    }

    @Test
    void whereAKeyIsSilentItsProjectSpeaks() {
        placed(Mode.KV_COST, 300, "", "k2", "p1", "o1");
    }

    @Test
    void whatTheCallerSaysComesFirst() {
        PlacementTerms own =
                new PlacementTerms(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(CALLERS),
                        Optional.empty(),
                        Optional.empty());
        TermsBook.Asker who = new TermsBook.Asker("k1", "p1", "o1");
        assertEquals(ttft(Mode.EFFICIENCY, CALLERS), BOOK.of(own, "flex", who));
    }
}
