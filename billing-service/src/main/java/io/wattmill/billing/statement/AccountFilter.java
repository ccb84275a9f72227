// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import io.wattmill.billing.account.AccountCode;
import io.wattmill.billing.account.LedgerKind;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which accounts are meant; what is empty does not restrict.
 *
 * @param project the accounts that are kept for this project: what it owes, consumed, took and cost
 */
public record AccountFilter(
        Optional<LedgerKind> ledger,
        Optional<AccountCode> code,
        Optional<String> owner,
        Optional<String> project) {

    /** Accounts whose owner is a project. */
    private static final Set<AccountCode> OF_PROJECTS =
            EnumSet.of(
                    AccountCode.RECEIVABLE,
                    AccountCode.CONSUMED_INPUT,
                    AccountCode.CONSUMED_CACHE_READ,
                    AccountCode.CONSUMED_CACHE_WRITE,
                    AccountCode.CONSUMED_OUTPUT,
                    AccountCode.ENERGY_PREFILL,
                    AccountCode.ENERGY_DECODE,
                    AccountCode.ENERGY_IDLE_SHARE,
                    AccountCode.ENERGY_HOST,
                    AccountCode.ENERGY_FACILITY,
                    AccountCode.COST_SERVED,
                    AccountCode.COST_RESERVED,
                    AccountCode.CARBON_SERVED,
                    AccountCode.CARBON_RESERVED);

    /** Numbers of the codes that may match. */
    public List<Integer> codes() {
        return Arrays.stream(AccountCode.values())
                .filter(each -> ledger.isEmpty() || each.ledger() == ledger.get())
                .filter(each -> code.isEmpty() || each == code.get())
                .filter(each -> project.isEmpty() || OF_PROJECTS.contains(each))
                .map(AccountCode::id)
                .toList();
    }

    /** Whether every code matches, also one that this version does not know. */
    public boolean takesEveryCode() {
        return ledger.isEmpty() && code.isEmpty() && project.isEmpty();
    }

    /** The only owner that may match. */
    public Optional<String> onlyOwner() {
        return project.or(() -> owner);
    }

    /** Whether nothing can match: a project's accounts of another owner. */
    public boolean matchesNothing() {
        return project.isPresent() && owner.isPresent() && !owner.equals(project);
    }
}
