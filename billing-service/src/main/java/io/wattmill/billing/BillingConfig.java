// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing;

import io.wattmill.billing.counters.CountersConfig;
import io.wattmill.billing.energy.CostConfig;
import io.wattmill.billing.energy.EnergyConfig;
import io.wattmill.billing.http.HttpConfig;
import io.wattmill.billing.lease.LeaseConfig;
import io.wattmill.billing.metering.MeterConfig;
import io.wattmill.billing.reconciling.ReconciliationConfig;
import io.wattmill.billing.rollup.RollupConfig;
import io.wattmill.billing.seal.ChainConfig;
import io.wattmill.billing.settle.SettleConfig;
import io.wattmill.billing.tariff.PricesConfig;
import io.wattmill.kit.postgres.PostgresConfig;

/** The section {@code billing} of the configuration. */
public record BillingConfig(
        HttpConfig http,
        PostgresConfig postgres,
        PricesConfig prices,
        SettleConfig settle,
        MeterConfig meter,
        EnergyConfig energy,
        CostConfig cost,
        ChainConfig chain,
        RollupConfig rollup,
        LeaseConfig leases,
        ReconciliationConfig reconciliation,
        CountersConfig counters) {

    /** The same with another database. */
    public BillingConfig with(PostgresConfig other) {
        return new BillingConfig(
                http,
                other,
                prices,
                settle,
                meter,
                energy,
                cost,
                chain,
                rollup,
                leases,
                reconciliation,
                counters);
    }
}
