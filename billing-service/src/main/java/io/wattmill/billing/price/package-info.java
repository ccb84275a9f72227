// SPDX-License-Identifier: Apache-2.0
/**
 * What tokens cost: effective-dated price books in exact decimals. Pure: must not know requests,
 * accounts or storage. Start at {@link io.wattmill.billing.price.PriceBook}.
 */
@NullMarked
package io.wattmill.billing.price;

import org.jspecify.annotations.NullMarked;
