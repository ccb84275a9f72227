// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.wattmill.billing.book;

import org.jspecify.annotations.NullMarked;
