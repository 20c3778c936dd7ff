export function BrandMark() {
  return <img src="/icon.svg" width="22" height="22" alt="" />;
}
