// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.UUID;

class LedgerVerdictTest {
    private static final UUID ONE = UUID.fromString("0199f8f0-0000-7000-8000-000000000001");
    private static final UUID TWO = UUID.fromString("0199f8f0-0000-7000-8000-000000000002");
    private static final BooksReport GOOD =
            new BooksReport(
                    true,
                    List.of(new BooksReport.Check("B-I1 debits equal credits", true, "3 hold")));
    private static final AckFile BOTH = AckFile.of(ONE + "\n" + TWO + "\n");

    @Test
    void readsEachIdOnceAndNamesThoseThatCameAgain() {
        var acks = AckFile.of(ONE + "\n" + TWO + "\n" + ONE + "\n");
        assertEquals(List.of(ONE, TWO), acks.ids());
        assertEquals(Set.of(ONE), acks.repeated());
        assertFalse(acks.torn());
        assertFalse(new LedgerVerdict(acks, List.of(), List.of(), GOOD).holds());
    }

    @Test
    void aLineWhoseWriterWasKilledDoesNotCount() {
        var acks = AckFile.of(ONE + "\n" + TWO.toString().substring(0, 9));
        assertEquals(List.of(ONE), acks.ids());
        assertTrue(acks.torn());
        assertTrue(new LedgerVerdict(acks, List.of(), List.of(), GOOD).holds());
    }

    @Test
    void refusesWhatIsNoFileOfIdsAndNamesTheLine() {
        var refused =
                assertThrows(
                        IllegalArgumentException.class, () -> AckFile.of(ONE + "\nchatcmpl-1\n"));
        assertTrue(String.valueOf(refused.getMessage()).contains("line 2"), refused::toString);
    }

    @Test
    void holdsOnlyWhenNothingIsMissingNothingIsTwiceAndTheBooksHold() {
        var bad =
                new BooksReport(
                        false,
                        List.of(new BooksReport.Check("B-I4 booked once", false, "journal x")));
        assertTrue(new LedgerVerdict(BOTH, List.of(), List.of(), GOOD).holds());
        assertFalse(new LedgerVerdict(BOTH, List.of(TWO), List.of(), GOOD).holds());
        assertFalse(new LedgerVerdict(BOTH, List.of(), List.of(TWO), GOOD).holds());
        assertFalse(new LedgerVerdict(BOTH, List.of(), List.of(), bad).holds());
    }

    @Test
    void theTableNamesWhatIsWrong() {
        var lines = new LedgerVerdict(BOTH, List.of(TWO), List.of(), GOOD).lines();
        assertTrue(lines.contains("✓ acks      2 ids"), lines::toString);
        assertTrue(lines.contains("✗ missing   1  " + TWO), lines::toString);
        assertTrue(lines.contains("✓ B-I1      debits equal credits: 3 hold"), lines::toString);
        assertTrue(lines.contains("✗ ledger    does not hold"), lines::toString);
    }
}
