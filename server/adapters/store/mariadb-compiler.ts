import {
  DataTypeNode,
  MysqlQueryCompiler,
  PrimaryKeyConstraintNode,
  type AddColumnNode,
  type CastNode,
  type ColumnDefinitionNode,
  type CreateIndexNode,
  type CreateTableNode,
  type DropColumnNode,
  type InsertQueryNode,
  type OnConflictNode,
} from 'kysely';
import { passesOver } from './begun-migrations.js';

/** A key of MariaDB has a length. This one leaves room for two columns of four bytes a character in one key. */
export const keyLength = 255;

/** Compares code points, and a space at the end counts: ids that differ in case, accents or spaces are different accounts. */
const tableOptions = ' engine=InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin';

const castTypes: Partial<Record<string, string>> = { text: 'char', bigint: 'signed', integer: 'signed' };

/** Writes the statements and the migrations that all databases share in the SQL of MariaDB. */
export class MariadbQueryCompiler extends MysqlQueryCompiler {
  #keys: ReadonlySet<string> = new Set();

  protected override visitCreateTable(node: CreateTableNode): void {
    const constraints = (node.constraints ?? []).filter((constraint) => PrimaryKeyConstraintNode.is(constraint));
    this.#keys = new Set(constraints.flatMap(({ columns }) => columns.map(({ column }) => column.name)));
    super.visitCreateTable(node);
    this.append(tableOptions);
  }

  /** A column in a key needs a type with a length. `account_id` is in an index of every table that has it. */
  protected override visitColumnDefinition(node: ColumnDefinitionNode): void {
    const { name } = node.column.column;
    const isKey = node.primaryKey || node.unique || node.references || name === 'account_id' || this.#keys.has(name);
    const isText = DataTypeNode.is(node.dataType) && node.dataType.dataType === 'text';
    super.visitColumnDefinition(
      isKey && isText ? { ...node, dataType: DataTypeNode.create(`varchar(${keyLength})`) } : node,
    );
  }

  protected override visitAddColumn(node: AddColumnNode): void {
    this.append(passesOver(node) ? 'add column if not exists ' : 'add column ');
    this.visitNode(node.column);
  }

  protected override visitDropColumn(node: DropColumnNode): void {
    this.append(passesOver(node) ? 'drop column if exists ' : 'drop column ');
    this.visitNode(node.column);
  }

  /** An index of the whole table: MariaDB has no partial one. */
  protected override visitCreateIndex({ where: _partial, ...node }: CreateIndexNode): void {
    super.visitCreateIndex(node);
  }

  protected override visitCast(node: CastNode): void {
    const type = DataTypeNode.is(node.dataType) ? castTypes[node.dataType.dataType] : undefined;
    if (type === undefined) return super.visitCast(node);
    this.append('cast(');
    this.visitNode(node.expression);
    this.append(` as ${type})`);
  }

  /** Sets a column to its own value, at a conflict of any key. `insert ignore` would also ignore values that do not fit. */
  protected override visitOnConflict(node: OnConflictNode): void {
    const insert = this.parentNode as InsertQueryNode;
    const [column] = node.columns ?? insert.columns ?? [];
    if (node.doNothing !== true || column === undefined) {
      throw new TypeError('on MariaDB a conflict can do nothing, and no more');
    }
    this.append('on duplicate key update ');
    this.visitNode(column);
    this.append(' = ');
    this.visitNode(column);
  }
}
