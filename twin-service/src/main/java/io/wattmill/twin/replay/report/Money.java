// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

import java.math.BigDecimal;

/**
 * An exact amount.
 *
 * @param currency ISO 4217 code
 * @param amount in units of the currency
 */
public record Money(String currency, BigDecimal amount) {}
