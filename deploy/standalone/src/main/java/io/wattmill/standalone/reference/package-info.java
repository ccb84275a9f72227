// SPDX-License-Identifier: Apache-2.0
/**
 * The pages of reference that are made from the code: every setting, every metric, every limit.
 * Knows no running service. Start at {@link io.wattmill.standalone.reference.SettingsPage}.
 */
@NullMarked
package io.wattmill.standalone.reference;

import org.jspecify.annotations.NullMarked;
