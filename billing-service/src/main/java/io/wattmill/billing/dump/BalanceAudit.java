// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.dump;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** B-I1 to B-I3 on a dump: what accounts say against what transfers moved. */
final class BalanceAudit {

    private static final Set<String> POSTED = Set.of("0", "2", "5");
    private static final String PENDING = "1";

    /** Debits and credits, posted and pending. */
    private record Balance(
            BigInteger debits, BigInteger credits, BigInteger held, BigInteger awaited) {

        static final Balance NOTHING =
                new Balance(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

        Balance plus(Balance other) {
            return new Balance(
                    debits.add(other.debits),
                    credits.add(other.credits),
                    held.add(other.held),
                    awaited.add(other.awaited));
        }

        static Balance debit(BigInteger amount, boolean posted) {
            return posted ? NOTHING.with(amount, false) : NOTHING.pending(amount, false);
        }

        static Balance credit(BigInteger amount, boolean posted) {
            return posted ? NOTHING.with(amount, true) : NOTHING.pending(amount, true);
        }

        private Balance with(BigInteger amount, boolean credit) {
            return credit
                    ? new Balance(debits, amount, held, awaited)
                    : new Balance(amount, credits, held, awaited);
        }

        private Balance pending(BigInteger amount, boolean credit) {
            return credit
                    ? new Balance(debits, credits, held, amount)
                    : new Balance(debits, credits, amount, awaited);
        }
    }

    private record Account(String ledger, String unit, Balance balance) {}

    private record Moved(String debit, String credit, BigInteger amount) {}

    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, Balance> moved = new HashMap<>();
    private final Map<String, Moved> pending = new HashMap<>();
    private final Findings sides = new Findings();
    private long transfers;

    /**
     * id ledger code owner unit shard debits_pending debits_posted credits_pending credits_posted.
     */
    void account(Fields fields) {
        Balance balance =
                new Balance(
                        amount(fields, 7), amount(fields, 9), amount(fields, 6), amount(fields, 8));
        accounts.put(fields.text(0), new Account(fields.text(1), fields.text(4), balance));
    }

    /** booking_id id kind ledger debit_account credit_account amount event window pending ... */
    void transfer(Fields fields) {
        transfers++;
        Moved move = new Moved(fields.text(4), fields.text(5), amount(fields, 6));
        checkSides(fields.text(1), fields.text(3), move);
        String kind = fields.text(2);
        if (kind.equals(PENDING)) {
            pending.put(fields.text(1), move);
        } else if (POSTED.contains(kind)) {
            book(move, true);
        }
        fields.maybe(9).ifPresent(pending::remove);
    }

    private void checkSides(String id, String ledger, Moved move) {
        Account debit = accounts.get(move.debit());
        Account credit = accounts.get(move.credit());
        boolean fits =
                debit != null
                        && credit != null
                        && !move.debit().equals(move.credit())
                        && debit.ledger().equals(ledger)
                        && credit.ledger().equals(ledger)
                        && debit.unit().equals(credit.unit());
        if (!fits) {
            sides.add("transfer " + id);
        }
    }

    private void book(Moved move, boolean posted) {
        moved.merge(move.debit(), Balance.debit(move.amount(), posted), Balance::plus);
        moved.merge(move.credit(), Balance.credit(move.amount(), posted), Balance::plus);
    }

    DumpAudit.Check sums() {
        Map<String, Balance> byLedger = new LinkedHashMap<>();
        accounts.values()
                .forEach(
                        a ->
                                byLedger.merge(
                                        a.ledger() + " " + a.unit(), a.balance(), Balance::plus));
        Findings findings = new Findings();
        byLedger.forEach(
                (ledger, sum) -> {
                    if (!sum.debits().equals(sum.credits()) || !sum.held().equals(sum.awaited())) {
                        findings.add("ledger " + ledger);
                    }
                });
        return findings.check(
                "B-I1 debits equal credits in each ledger", accounts.size() + " accounts hold");
    }

    DumpAudit.Check sides() {
        return sides.check(
                "B-I2 each transfer has its amount on two accounts of its ledger",
                transfers + " transfers hold");
    }

    DumpAudit.Check accounts() {
        pending.values().forEach(move -> book(move, false));
        pending.clear();
        Findings findings = new Findings();
        accounts.forEach(
                (id, account) -> {
                    if (!account.balance().equals(moved.getOrDefault(id, Balance.NOTHING))) {
                        findings.add("account " + id);
                    }
                });
        return findings.check(
                "B-I3 balances equal the sums of their transfers",
                accounts.size() + " accounts hold");
    }

    private static BigInteger amount(Fields fields, int column) {
        return new BigInteger(fields.text(column));
    }
}
