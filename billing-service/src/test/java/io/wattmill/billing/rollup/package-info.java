// SPDX-License-Identifier: Apache-2.0
/** Roll-ups of a running service against its rows. Start at {@code RollupTest}. */
@org.jspecify.annotations.NullMarked
package io.wattmill.billing.rollup;
