// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.account;

/**
 * The chart of accounts. Numbers are stored and never reused; 400 and up are for cost, 500 and up
 * for budgets and their leases, 600 and up for carbon.
 */
public enum AccountCode {
    /** Owed by a project; owner: project. */
    RECEIVABLE(LedgerKind.MONEY, 100),
    /** Earned with a model; owner: model. */
    REVENUE(LedgerKind.MONEY, 200),

    /** Tokens that a project consumed, by kind; owner: project. */
    CONSUMED_INPUT(LedgerKind.TOKENS, 110),
    CONSUMED_CACHE_READ(LedgerKind.TOKENS, 111),
    CONSUMED_CACHE_WRITE(LedgerKind.TOKENS, 112),
    CONSUMED_OUTPUT(LedgerKind.TOKENS, 113),
    /** Where a booking's tokens meet on their way from engines to projects; always back to zero. */
    TOKEN_CLEARING(LedgerKind.TOKENS, 114),
    /** Tokens that an engine read or made, by kind; owner: node/engine. */
    PRODUCED_INPUT(LedgerKind.TOKENS, 210),
    PRODUCED_CACHE_READ(LedgerKind.TOKENS, 211),
    PRODUCED_CACHE_WRITE(LedgerKind.TOKENS, 212),
    PRODUCED_OUTPUT(LedgerKind.TOKENS, 213),

    /** Joules that a project's prompts took; owner: project. */
    ENERGY_PREFILL(LedgerKind.ENERGY, 120),
    /** Joules that a project's output took; owner: project. */
    ENERGY_DECODE(LedgerKind.ENERGY, 121),
    /** A project's share of the base power of engines it was in; owner: project. */
    ENERGY_IDLE_SHARE(LedgerKind.ENERGY, 122),
    /** Joules of windows without a request; owner: node/engine. */
    ENERGY_EMPTY(LedgerKind.ENERGY, 123),
    /** Joules that nothing explains; owner: node/engine, or node for devices without an engine. */
    ENERGY_UNATTRIBUTED(LedgerKind.ENERGY, 124),
    /** Where an engine's devices meet before the split; always back to zero; owner: node/engine. */
    ENERGY_CLEARING(LedgerKind.ENERGY, 125),
    /** Host joules of a project; owner: project. */
    ENERGY_HOST(LedgerKind.ENERGY, 126),
    /** Host joules that no project bears; owner: node/engine. */
    ENERGY_HOST_OVERHEAD(LedgerKind.ENERGY, 127),
    /** What the facility added to a project's device and host joules; owner: project. */
    ENERGY_FACILITY(LedgerKind.ENERGY, 128),
    /** What the facility added to joules that no project bears; owner: node/engine. */
    ENERGY_FACILITY_OVERHEAD(LedgerKind.ENERGY, 129),
    /** What a device's meter counted in closed windows; owner: node/device. */
    DEVICE_METER(LedgerKind.ENERGY, 220),
    /** What a host's meters counted, or the configured share stood in for; owner: node. */
    HOST_METER(LedgerKind.ENERGY, 221),
    /** What the facility added, derived by PUE; owner: node. */
    FACILITY_DRAW(LedgerKind.ENERGY, 222),

    /** Cost of a project's requests; owner: project. */
    COST_SERVED(LedgerKind.COST, 400),
    /** Cost of nodes kept for a project while they had no request; owner: project. */
    COST_RESERVED(LedgerKind.COST, 401),
    /** Cost of windows without a request; owner: node/engine. */
    COST_EMPTY(LedgerKind.COST, 402),
    /** Cost of joules that nothing explains; owner: node/engine. */
    COST_UNATTRIBUTED(LedgerKind.COST, 403),
    /** GPU time at its rate; owner: node/engine. */
    GPU_TIME(LedgerKind.COST, 410),
    /** Electricity of device, host and facility; owner: node. */
    ELECTRICITY(LedgerKind.COST, 411),
    /** What the providers of hosted APIs charge; owner: node/engine. */
    PROVIDER(LedgerKind.COST, 412),

    /** Carbon of a project's requests; owner: project. */
    CARBON_SERVED(LedgerKind.CARBON, 600),
    /** Carbon of nodes kept for a project while they had no request; owner: project. */
    CARBON_RESERVED(LedgerKind.CARBON, 601),
    /** Carbon of windows without a request; owner: node/engine. */
    CARBON_EMPTY(LedgerKind.CARBON, 602),
    /** Carbon of joules that nothing explains; owner: node/engine. */
    CARBON_UNATTRIBUTED(LedgerKind.CARBON, 603),
    /** What the site's electricity emitted; owner: node. */
    CARBON_EMITTED(LedgerKind.CARBON, 610),

    /** Where a budget's amount comes from; owner: budget@frame, as for all that follow. */
    MONEY_FUNDING(LedgerKind.MONEY, 500),
    /** What may still be leased: never less than nothing. */
    MONEY_BUDGET(LedgerKind.MONEY, 501, true),
    /** What a gateway has in hand; owner: budget@frame/gateway. */
    MONEY_LEASE(LedgerKind.MONEY, 502),
    /** What was spent under the budget. */
    MONEY_SPENT(LedgerKind.MONEY, 503),
    /** Usage that no lease covered, until the budget makes up for it. */
    MONEY_OVERRUN(LedgerKind.MONEY, 504),

    /** The same for tokens. */
    TOKEN_FUNDING(LedgerKind.TOKENS, 510),
    TOKEN_BUDGET(LedgerKind.TOKENS, 511, true),
    TOKEN_LEASE(LedgerKind.TOKENS, 512),
    TOKEN_SPENT(LedgerKind.TOKENS, 513),
    TOKEN_OVERRUN(LedgerKind.TOKENS, 514),

    /** The same for joules. */
    ENERGY_FUNDING(LedgerKind.ENERGY, 520),
    ENERGY_BUDGET(LedgerKind.ENERGY, 521, true),
    ENERGY_LEASE(LedgerKind.ENERGY, 522),
    ENERGY_SPENT(LedgerKind.ENERGY, 523),
    ENERGY_OVERRUN(LedgerKind.ENERGY, 524);

    private final LedgerKind ledger;
    private final int id;
    private final boolean capped;

    AccountCode(LedgerKind ledger, int id) {
        this(ledger, id, false);
    }

    AccountCode(LedgerKind ledger, int id, boolean capped) {
        this.ledger = ledger;
        this.id = id;
        this.capped = capped;
    }

    /** True when debits, pending ones included, must not exceed credits. */
    public boolean isCapped() {
        return capped;
    }

    public LedgerKind ledger() {
        return ledger;
    }

    /** The number in the tables. */
    public int id() {
        return id;
    }
}
