// SPDX-License-Identifier: Apache-2.0
/**
 * Who used the joules of a window: shares that sum to the meter exactly. Pure: must not know
 * storage, or how windows and requests were found. Start at {@link
 * io.wattmill.billing.attribution.Attribution}.
 */
@NullMarked
package io.wattmill.billing.attribution;

import org.jspecify.annotations.NullMarked;
