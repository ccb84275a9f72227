// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.budget;

import io.wattmill.contract.common.v1.Principal;
import io.wattmill.contract.ledger.v1.BudgetTerms;
import io.wattmill.gateway.budget.Whose.Kind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every budget and limit at one moment, by owner. Immutable; a newer set replaces it whole. */
public final class BudgetSet {

    /** Nobody has one. */
    public static final BudgetSet NONE = new BudgetSet(List.of());

    private static final Comparator<Budget> BY_ID = Comparator.comparing(Budget::id);

    private final Map<Whose, List<Budget>> budgets;
    private final int size;

    private BudgetSet(List<Budget> all) {
        this.budgets = all.stream().collect(Collectors.groupingBy(Budget::whose));
        this.size = all.size();
    }

    /** What was set; terms that this version does not know are left out. */
    public static BudgetSet of(List<BudgetTerms> terms) {
        return new BudgetSet(terms.stream().flatMap(t -> budget(t).stream()).toList());
    }

    private static Optional<Budget> budget(BudgetTerms terms) {
        return Measure.of(terms.getUnit())
                .flatMap(
                        measure ->
                                kind(terms)
                                        .map(
                                                kind ->
                                                        new Budget(
                                                                terms.getId(),
                                                                new Whose(kind, terms.getScopeId()),
                                                                terms.getUnit(),
                                                                measure,
                                                                terms.getAmount(),
                                                                frame(terms),
                                                                terms.getHard())));
    }

    private static Optional<Kind> kind(BudgetTerms terms) {
        return switch (terms.getScope()) {
            case BUDGET_SCOPE_ORGANIZATION -> Optional.of(Kind.ORGANIZATION);
            case BUDGET_SCOPE_PROJECT -> Optional.of(Kind.PROJECT);
            case BUDGET_SCOPE_KEY -> Optional.of(Kind.KEY);
            case BUDGET_SCOPE_AGENT -> Optional.of(Kind.AGENT);
            case BUDGET_SCOPE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    private static Frame frame(BudgetTerms terms) {
        return switch (terms.getFrame()) {
            case BUDGET_FRAME_DAY -> new Frame.Day();
            case BUDGET_FRAME_MONTH -> new Frame.Month();
            case BUDGET_FRAME_ROLLING -> new Frame.Rolling(terms.getFrameUs());
            case BUDGET_FRAME_UNSPECIFIED, UNRECOGNIZED -> new Frame.None();
        };
    }

    /**
     * What applies to a principal, in the order of ids.
     *
     * @param agent the agent that the caller names; believed within its project only, where it is
     *     {@code <project>/<agent>}, unless the key is an agent's own
     */
    public List<Budget> of(Principal principal, String agent) {
        if (size == 0) {
            return List.of();
        }
        List<Budget> found = new ArrayList<>();
        add(found, Kind.ORGANIZATION, principal.getOrganizationId());
        add(found, Kind.PROJECT, principal.getProjectId());
        add(found, Kind.KEY, principal.getKeyId());
        if (!principal.getAgentId().isEmpty()) {
            add(found, Kind.AGENT, principal.getAgentId());
        } else if (!agent.isEmpty()) {
            add(found, Kind.AGENT, principal.getProjectId() + "/" + agent);
        }
        found.sort(BY_ID);
        return found;
    }

    private void add(List<Budget> found, Kind kind, String id) {
        List<Budget> own = budgets.get(new Whose(kind, id));
        if (own != null) {
            found.addAll(own);
        }
    }

    /** How many there are. */
    public int size() {
        return size;
    }
}
