// SPDX-License-Identifier: Apache-2.0
/**
 * Usage as billing understands it: parsed from the wire once, then rated and turned into transfers.
 * Pure: must not know SQL or streams. Start at {@link io.wattmill.billing.usage.UsageParser}.
 */
@NullMarked
package io.wattmill.billing.usage;

import org.jspecify.annotations.NullMarked;
