// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.wattmill.billing.budget.Budget;
import io.wattmill.billing.budget.BudgetParser;
import io.wattmill.billing.budget.Frame;
import io.wattmill.billing.budget.Standing;
import io.wattmill.billing.budget.Unit;
import io.wattmill.billing.lease.BudgetStore;
import io.wattmill.billing.lease.BudgetStore.Listed;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * {@code /billing/budgets}: budgets and limits, for admins. Amounts are wholes: dollars, tokens,
 * joules.
 */
final class BudgetRoute {

    private static final int PAGE = 100;

    private final BudgetStore store;
    private final int maxBudgets;

    BudgetRoute(BudgetStore store, int maxBudgets) {
        this.store = store;
        this.maxBudgets = maxBudgets;
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

    Future<Answer> list(Caller caller, MultiMap parameters, long nowUs) {
        String after = Objects.requireNonNullElse(parameters.get("after"), "");
        return forAdmin(caller, () -> store.list(after, PAGE + 1, nowUs).map(BudgetRoute::page));
    }

    Future<Answer> put(Caller caller, String id, byte[] body, long nowUs) {
        return forAdmin(
                caller,
                () ->
                        switch (BudgetParser.parse(id, body)) {
                            case BudgetParser.Invalid(String parameter, String message) ->
                                    Future.succeededFuture(Answer.badParameter(parameter, message));
                            case BudgetParser.Valid(Budget budget) -> put(budget, nowUs);
                        });
    }

    private Future<Answer> put(Budget budget, long nowUs) {
        return store.put(budget, nowUs)
                .map(
                        done ->
                                done
                                        ? Answer.ok(new Done("wattmill.budget", budget.id(), false))
                                        : Answer.badParameter(
                                                "id",
                                                "There are "
                                                        + maxBudgets
                                                        + " budgets already; remove one, or raise"
                                                        + " billing.leases.max-budgets."));
    }

    Future<Answer> remove(Caller caller, String id) {
        return forAdmin(caller, () -> store.remove(id).map(found -> removed(id, found)));
    }

    private static Answer removed(String id, boolean found) {
        return found
                ? Answer.ok(new Done("wattmill.budget", id, true))
                : Answer.notFound("id", "There is no budget '" + id + "'; GET /billing/budgets.");
    }

    private static Future<Answer> forAdmin(Caller caller, Supplier<Future<Answer>> answer) {
        return caller.isAdmin()
                ? answer.get()
                : Future.succeededFuture(Answer.forbidden("Budgets need an admin key."));
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
