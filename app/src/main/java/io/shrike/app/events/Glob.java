package io.shrike.app.events;

/** A pattern in which {@code *} is any text, also over slashes, and {@code ?} one character. */
record Glob(String pattern) {
    boolean matches(String text) {
        int at = 0;
        int from = 0;
        int star = -1;
        int resume = 0;
        while (from < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = from;
            } else if (at < pattern.length()
                    && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(from))) {
                at++;
                from++;
            } else if (star >= 0) {
                at = star + 1;
                from = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
