// SPDX-License-Identifier: Apache-2.0
/**
 * Settlement: batches of usage records to committed events and transfers, exactly once. Must not
 * know HTTP or meters. Start at {@link io.wattmill.billing.settle.Settlement}.
 */
@NullMarked
package io.wattmill.billing.settle;

import org.jspecify.annotations.NullMarked;
