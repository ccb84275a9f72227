// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;
import io.wattmill.billing.budget.Budget;
import io.wattmill.billing.budget.BudgetParser;
import io.wattmill.billing.budget.Frame;
import io.wattmill.billing.budget.Standing;
import io.wattmill.billing.budget.Unit;
import io.wattmill.billing.http.RouteTable.Access;
import io.wattmill.billing.http.RouteTable.BodyLimit;
import io.wattmill.billing.lease.BudgetStore;
import io.wattmill.billing.lease.BudgetStore.Listed;
import io.wattmill.billing.lease.LeaseConfig;
import io.wattmill.contract.ledger.v1.BudgetChanged;
import io.wattmill.contract.ledger.v1.LedgerAddresses;
import io.wattmill.kit.bus.Bus;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * {@code /billing/budgets}: budgets and limits, for admins. Amounts are wholes: dollars, tokens,
 * joules.
 */
final class BudgetRoute implements Routes {

    private static final int PAGE = 100;
    private static final String ALL = "/billing/budgets";
    private static final String ONE = ALL + "/:id";

    private final BudgetStore store;
    private final Bus bus;
    private final LeaseConfig leases;
    private final int maxBodyBytes;

    BudgetRoute(BudgetStore store, Bus bus, LeaseConfig leases, int maxBodyBytes) {
        this.bus = bus;
        this.maxBodyBytes = maxBodyBytes;
        this.store = store;
        this.leases = leases;
    }

    /** A page in the order of ids; {@code after} the last one of it comes the next. */
    record Page(String object, List<View> data, boolean hasMore) {}

    /** A budget as it stands; a limit has no window and uses nothing up. */
    record View(
            String object,
            String id,
            String scope,
            String scopeId,
            String unit,
            BigDecimal amount,
            @Nullable String window,
            String mode,
            @Nullable BigDecimal spent,
            @Nullable BigDecimal leased,
            @Nullable BigDecimal left,
            @Nullable Long resetsAtUs) {}

    /** What was asked for is so now. */
    record Done(String object, String id, boolean deleted) {}

    @Override
    public void enter(RouteTable table) {
        BodyLimit limit = new BodyLimit("billing.http.max-body-bytes", maxBodyBytes);
        table.get(Access.ADMIN, ALL, this::list)
                .put(Access.ADMIN, ONE, limit, this::put)
                .delete(Access.ADMIN, ONE, this::remove);
    }

    private Future<Answer> list(Asked asked) {
        String after = Objects.requireNonNullElse(asked.query().get("after"), "");
        return store.list(after, PAGE + 1, asked.nowUs()).map(BudgetRoute::page);
    }

    private Future<Answer> put(Asked asked) {
        return switch (BudgetParser.parse(asked.id(), asked.body())) {
            case BudgetParser.Invalid(String parameter, String message) ->
                    Future.succeededFuture(Answer.badParameter(parameter, message));
            case BudgetParser.Valid(Budget budget) -> put(budget, asked.nowUs());
        };
    }

    private Future<Answer> put(Budget budget, long nowUs) {
        return store.put(budget, nowUs)
                .onSuccess(_ -> tell(budget.id()))
                .map(
                        done ->
                                done
                                        ? Answer.ok(new Done("wattmill.budget", budget.id(), false))
                                        : Answer.badParameter(
                                                "id",
                                                "There are too many budgets already; remove"
                                                        + " one. At most "
                                                        + leases.maxBudgets()
                                                        + " are kept (billing.leases.max-budgets),"
                                                        + " and "
                                                        + leases.maxPerOwner()
                                                        + " of one owner"
                                                        + " (billing.leases.max-per-owner)."));
    }

    private Future<Answer> remove(Asked asked) {
        return store.remove(asked.id())
                .onSuccess(_ -> tell(asked.id()))
                .map(found -> removed(asked.id(), found));
    }

    /** A hint: gateways that miss it find out when they poll. */
    private void tell(String id) {
        bus.publish(
                LedgerAddresses.BUDGET_CHANGED, BudgetChanged.newBuilder().setBudgetId(id).build());
    }

    private static Answer removed(String id, boolean found) {
        return found
                ? Answer.ok(new Done("wattmill.budget", id, true))
                : Answer.notFound("id", "There is no budget '" + id + "'; GET /billing/budgets.");
    }

    private static Answer page(List<Listed> found) {
        List<View> views = found.stream().limit(PAGE).map(BudgetRoute::view).toList();
        return Answer.ok(new Page("list", views, found.size() > PAGE));
    }

    private static View view(Listed listed) {
        Budget budget = listed.budget();
        boolean spendable = budget.unit() instanceof Unit.Spendable;
        Standing standing = listed.standing();
        long left = budget.amount() - counted(listed) - standing.leased();
        long endsAtUs = listed.span().endsAtUs();
        return new View(
                "wattmill.budget",
                budget.id(),
                budget.scope().label(),
                budget.scopeId(),
                budget.unit().label(),
                whole(budget, budget.amount()),
                window(budget.frame()),
                budget.hard() ? "hard" : "soft",
                spendable ? whole(budget, counted(listed)) : null,
                spendable ? whole(budget, standing.leased()) : null,
                spendable ? whole(budget, left) : null,
                endsAtUs == Long.MAX_VALUE ? null : Long.valueOf(endsAtUs));
    }

    /** What counts now: of a rolling time, what was spent lately enough. */
    private static long counted(Listed listed) {
        return listed.budget().frame() instanceof Frame.Rolling
                ? listed.standing().recent()
                : listed.standing().spent();
    }

    private static BigDecimal whole(Budget budget, long amount) {
        BigDecimal whole = budget.unit().whole(amount).stripTrailingZeros();
        return whole.scale() < 0 ? whole.setScale(0) : whole;
    }

    private static @Nullable String window(Frame frame) {
        return switch (frame) {
            case Frame.None() -> null;
            case Frame.Day() -> "day";
            case Frame.Month() -> "month";
            case Frame.Rolling(long us) -> Duration.of(us, ChronoUnit.MICROS).toMinutes() + "m";
        };
    }
}
