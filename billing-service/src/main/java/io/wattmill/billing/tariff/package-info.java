// SPDX-License-Identifier: Apache-2.0
/**
 * The price book in PostgreSQL: configured, versioned, served as a rate card. Must not know usage.
 * Start at {@link io.wattmill.billing.tariff.Tariff}.
 */
@NullMarked
package io.wattmill.billing.tariff;

import org.jspecify.annotations.NullMarked;
