// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the JSON objects that callers send, strictly: each name once, only names that are known.
 * Pure; must not know what a name means. Start at {@link io.wattmill.billing.json.StrictObject}.
 */
@NullMarked
package io.wattmill.billing.json;

import org.jspecify.annotations.NullMarked;
