// SQLite, and the few calls of it that Swift cannot make.
#pragma once

#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast, which Swift does not import: SQLite keeps a copy of the text.
static inline int sqlite_bind_text(sqlite3_stmt *statement, int place, const char *text, int bytes) {
    return sqlite3_bind_text(statement, place, text, bytes, SQLITE_TRANSIENT);
}

// Pages written since the last call; in WAL mode, to the log.
static inline int sqlite_take_written_pages(sqlite3 *database) {
    int pages = 0, highest = 0;
    sqlite3_db_status(database, SQLITE_DBSTATUS_CACHE_WRITE, &pages, &highest, 1);
    return pages;
}

// Whether the file is no longer the one that its path names.
static inline int sqlite_has_moved(sqlite3 *database) {
    int moved = 0;
    return sqlite3_file_control(database, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved;
}
