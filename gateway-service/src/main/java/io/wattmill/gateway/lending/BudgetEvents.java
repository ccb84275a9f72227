// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lending;

import io.wattmill.contract.governance.v1.BudgetExceeded;
import io.wattmill.contract.governance.v1.GovernanceAddresses;
import io.wattmill.contract.governance.v1.GovernanceEvent;
import io.wattmill.gateway.budget.Budget;
import io.wattmill.kit.bootstrap.ServiceContext;

import java.util.Locale;

/** Tells the bus what becomes of budgets. From any thread. */
public final class BudgetEvents {

    private final ServiceContext context;
    private final String gatewayId;

    /** Events of the gateway with this name. */
    public BudgetEvents(ServiceContext context, String gatewayId) {
        this.context = context;
        this.gatewayId = gatewayId;
    }

    /** A soft budget is exceeded. */
    public void exceeded(Budget budget) {
        BudgetExceeded exceeded =
                BudgetExceeded.newBuilder()
                        .setBudgetId(budget.id())
                        .setScope(budget.whose().kind().name().toLowerCase(Locale.ROOT))
                        .setScopeId(budget.whose().id())
                        .setUnit(budget.unit())
                        .setAmount(budget.amount())
                        .build();
        context.bus()
                .publish(
                        GovernanceAddresses.EVENT,
                        GovernanceEvent.newBuilder()
                                .setAtUs(context.clock().nowUs())
                                .setGatewayId(gatewayId)
                                .setBudgetExceeded(exceeded)
                                .build());
    }
}
