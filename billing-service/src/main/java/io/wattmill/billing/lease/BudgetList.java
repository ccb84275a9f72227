// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.budget.Budget;
import io.wattmill.billing.budget.Frame;
import io.wattmill.billing.budget.Scope;
import io.wattmill.contract.ledger.v1.BudgetFrame;
import io.wattmill.contract.ledger.v1.BudgetScope;
import io.wattmill.contract.ledger.v1.BudgetTerms;
import io.wattmill.contract.ledger.v1.BudgetsReply;
import io.wattmill.contract.ledger.v1.BudgetsRequest;

import java.util.List;

/** Tells gateways which budgets and limits there are, page by page. */
public final class BudgetList {

    private final BudgetStore store;
    private final int pageRows;

    /** The list of this database. */
    public BudgetList(Pool pool, LeaseConfig config) {
        this.store = new BudgetStore(pool, config);
        this.pageRows = config.listRows();
    }

    /** The page that was asked for; nothing to a caller that has this revision. */
    public Future<BudgetsReply> reply(BudgetsRequest request) {
        return store.page(request.getAfter(), pageRows + 1)
                .map(
                        page ->
                                request.getKnownRevision() == page.revision()
                                        ? unchanged(page.revision())
                                        : reply(page));
    }

    private static BudgetsReply unchanged(long revision) {
        return BudgetsReply.newBuilder().setUnchanged(true).setRevision(revision).build();
    }

    private BudgetsReply reply(BudgetStore.Page page) {
        List<Budget> budgets = page.budgets();
        return BudgetsReply.newBuilder()
                .setRevision(page.revision())
                .addAllBudgets(budgets.stream().limit(pageRows).map(BudgetList::terms).toList())
                .setMore(budgets.size() > pageRows)
                .build();
    }

    private static BudgetTerms terms(Budget budget) {
        return BudgetTerms.newBuilder()
                .setId(budget.id())
                .setScope(scope(budget.scope()))
                .setScopeId(budget.scopeId())
                .setUnit(budget.unit().stored())
                .setAmount(budget.amount())
                .setFrame(frame(budget.frame()))
                .setFrameUs(budget.frame() instanceof Frame.Rolling(long us) ? us : 0)
                .setHard(budget.hard())
                .build();
    }

    private static BudgetScope scope(Scope scope) {
        return switch (scope) {
            case ORGANIZATION -> BudgetScope.BUDGET_SCOPE_ORGANIZATION;
            case PROJECT -> BudgetScope.BUDGET_SCOPE_PROJECT;
            case KEY -> BudgetScope.BUDGET_SCOPE_KEY;
            case AGENT -> BudgetScope.BUDGET_SCOPE_AGENT;
        };
    }

    private static BudgetFrame frame(Frame frame) {
        return switch (frame) {
            case Frame.None() -> BudgetFrame.BUDGET_FRAME_UNSPECIFIED;
            case Frame.Day() -> BudgetFrame.BUDGET_FRAME_DAY;
            case Frame.Month() -> BudgetFrame.BUDGET_FRAME_MONTH;
            case Frame.Rolling _ -> BudgetFrame.BUDGET_FRAME_ROLLING;
        };
    }
}
