// SPDX-License-Identifier: Apache-2.0
/**
 * The ledger's crash rounds: PostgreSQL and billing as processes of their own, gateways and agents
 * that remember what was acknowledged to them, a fault at a seeded moment, and then the proof. Must
 * not know how billing books. Start at {@link io.wattmill.billing.crash.LedgerCrashTest}.
 */
@NullMarked
package io.wattmill.billing.crash;

import org.jspecify.annotations.NullMarked;
