// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.account.Postings.Posting;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

final class PostingsTest {

    @Property
    void debitsEqualCreditsAndAccountsAreInTheOrderOfTheirIds(@ForAll long seed) {
        Random random = new Random(seed);
        List<Transfer> transfers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            transfers.add(
                    transfer(
                            i,
                            "p" + random.nextInt(5),
                            "m" + random.nextInt(3),
                            1 + random.nextInt(1_000)));
        }
        List<Posting> postings = Postings.of(transfers);
        assertEquals(
                postings.stream().mapToLong(p -> p.debit().posted()).sum(),
                postings.stream().mapToLong(p -> p.credit().posted()).sum());
        List<Long> ids = postings.stream().map(p -> p.account().id()).toList();
        assertEquals(ids.stream().sorted().distinct().toList(), ids);
    }

    @Test
    void anAccountsIdFollowsFromWhatItIs() {
        Account one = Account.money(AccountCode.RECEIVABLE, "p1", "USD");
        assertEquals(one, Account.money(AccountCode.RECEIVABLE, "p1", "USD"));
        assertNotEquals(one.id(), Account.money(AccountCode.RECEIVABLE, "p1", "EUR").id());
        assertTrue(one.id() >= 0);
    }

    @Test
    void refusesTransfersBetweenUnitsOrOfNothing() {
        Account dollars = Account.money(AccountCode.RECEIVABLE, "p", "USD");
        Account euros = Account.money(AccountCode.REVENUE, "m", "EUR");
        Account tokens = Account.tokens(AccountCode.PRODUCED_OUTPUT, "e");
        assertThrows(IllegalArgumentException.class, () -> transfer(dollars, euros, 1));
        assertThrows(IllegalArgumentException.class, () -> transfer(dollars, tokens, 1));
        assertThrows(IllegalArgumentException.class, () -> transfer(dollars, dollars, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> transfer(dollars, Account.money(AccountCode.REVENUE, "m", "USD"), 0));
    }

    @Test
    void idsOfTransfersAreTheirOwnAndVersionEight() {
        UUID request = UUID.fromString("0198f2aa-1234-7abc-8def-0123456789ab");
        List<UUID> ids =
                IntStream.range(0, 5).mapToObj(i -> TransferIds.ofRequest(request, i)).toList();
        assertEquals(5, ids.stream().distinct().count());
        ids.forEach(id -> assertEquals(8, id.version()));
        assertEquals(8, TransferIds.ofWindow(7, 1).version());
        assertNotEquals(TransferIds.ofWindow(7, 1), TransferIds.ofWindow(8, 1));
    }

    private static Transfer transfer(int n, String project, String model, long amount) {
        return new Transfer(
                new UUID(0, n),
                new Transfer.OfRequest(new UUID(0, n)),
                Account.money(AccountCode.RECEIVABLE, project, "USD"),
                Account.money(AccountCode.REVENUE, model, "USD"),
                amount);
    }

    private static Transfer transfer(Account debit, Account credit, long amount) {
        return new Transfer(
                new UUID(0, 1), new Transfer.OfRequest(new UUID(0, 1)), debit, credit, amount);
    }
}
